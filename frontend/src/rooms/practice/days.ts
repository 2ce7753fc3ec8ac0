const DAY_MS = 86_400_000;

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** "today", "tomorrow", "yesterday", "on 26 Nov". */
export function whenText(at: Date, now: Date): string {
  const days = Math.round((midnight(at) - midnight(now)) / DAY_MS);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return `on ${dateText(at, now)}`;
}

export function dateText(at: Date, now: Date): string {
  return at.toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    ...(at.getFullYear() !== now.getFullYear() && { year: 'numeric' as const }),
  });
}
