// Stands in for a trial's process that a library takes down.
process.kill(process.pid, 'SIGKILL');
