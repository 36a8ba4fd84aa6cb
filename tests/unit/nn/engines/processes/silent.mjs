// Stands in for a trial's process that never answers.
setInterval(() => {}, 1000);
