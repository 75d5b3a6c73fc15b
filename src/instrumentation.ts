/** Next calls this once at start: a wrong key or database stops the start, and logins in progress are taken up. */
export async function register(): Promise<void> {
  const { getContainer } = await import("@/server/container");
  await getContainer();
}
