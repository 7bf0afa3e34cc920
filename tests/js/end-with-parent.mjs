// Loaded before every script the tests start: a script never outlives a test run that was killed.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) {
    process.exit(1);
  }
}, 500).unref();
