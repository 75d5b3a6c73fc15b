// Loaded into every program that the launcher starts: it stops when the launcher is gone, however that went.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
// The channel alone must not keep a program alive that has finished.
process.channel?.unref();
