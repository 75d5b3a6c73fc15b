/**
 * The same bytes, read as they are asked for. `onCut` hears, before the reader does, that the source failed before its
 * end; a reader that cancels ends the source.
 */
export function notedBody(
  source: ReadableStream<Uint8Array>,
  onCut: (error: unknown) => Promise<void>,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          await onCut(error);
          controller.error(error);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
