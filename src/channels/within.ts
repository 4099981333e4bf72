/** What comes in place of a result that is not there in time. */
export const LATE = Symbol('late');

/**
 * The result of the work, or `LATE` after so many milliseconds; the work goes on then. Rejects as the work does, while it is waited
 * for: what becomes of it later has to be looked after by whoever began it.
 */
export async function within<Result>(work: Promise<Result>, ms: number): Promise<Result | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(resolve, ms, LATE).unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
