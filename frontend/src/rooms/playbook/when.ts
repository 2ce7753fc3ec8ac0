const DAY_MS = 86_400_000;

/** "today, 14:02", "yesterday, 9:15", "3 March, 14:02" in the user's own way. */
export function savedWhen(at: string, now = new Date()): string {
  const date = new Date(at);
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const time = date.toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' });
  if (date.getTime() >= midnight) return `today, ${time}`;
  if (date.getTime() >= midnight - DAY_MS) return `yesterday, ${time}`;
  const day = date.toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'long',
    ...(date.getFullYear() !== now.getFullYear() && { year: 'numeric' }),
  });
  return `${day}, ${time}`;
}
