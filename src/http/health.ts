/** Says whether one part of the service can do its work: resolves, or rejects with anything. */
export type Check = () => Promise<void>;

export type Readiness = { readonly ready: boolean; readonly notReady: readonly string[] };

/** Runs every check, each with the same deadline, and names those that failed. What failed is not told to strangers. */
export async function readiness(
  checks: Readonly<Record<string, Check>>,
  deadlineMs: number,
): Promise<Readiness> {
  const names = Object.keys(checks);
  const results = await Promise.allSettled(names.map((name) => inTime(checks[name], deadlineMs)));
  const notReady = names.filter((_, index) => results[index]?.status === 'rejected');
  return { ready: notReady.length === 0, notReady };
}

async function inTime(check: Check | undefined, deadlineMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), deadlineMs);
  });
  try {
    await Promise.race([check?.(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The figures in the Prometheus text format, version 0.0.4: whether the service is up, deliveries by state, and whatever else is
 * counted. `further` are lines in that format.
 */
export function metricsText(
  deliveries: Readonly<Record<string, number>>,
  further: readonly string[] = [],
): string {
  const states = Object.entries(deliveries).map(
    ([state, count]) => `share_check_deliveries{state="${state}"} ${count}`,
  );
  return [
    '# HELP share_check_up Whether the service runs.',
    '# TYPE share_check_up gauge',
    'share_check_up 1',
    '# HELP share_check_deliveries Deliveries by state.',
    '# TYPE share_check_deliveries gauge',
    ...states,
    ...further,
    '',
  ].join('\n');
}
