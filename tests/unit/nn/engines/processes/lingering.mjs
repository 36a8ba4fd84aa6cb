// Stands in for a trial's process that answers and does not end.
setInterval(() => {}, 1000);
process.send({ works: true, speeds: [] });
