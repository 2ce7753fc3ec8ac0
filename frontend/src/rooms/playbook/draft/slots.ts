/** What a text of the playbook takes from the product, the customer and the call. */

export const SLOTS = ['product', 'price', 'customer_name', 'company', 'competitor'] as const;

export const SLOTS_HINT =
  '{product}, {price}, {customer_name}, {company} and {competitor} are filled in.';

/** What is wrong with a slot that has been written to its closing brace; undefined when nothing. */
export function slotProblem(text: string): string | undefined {
  for (const [whole, name = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
    if (SLOTS.some((slot) => slot === name)) continue;
    const near = nearest(name);
    const mend =
      near === null ? `these are: ${SLOTS.map((slot) => `{${slot}}`).join(', ')}` : `{${near}}?`;
    return near === null
      ? `${whole} is not filled in; ${mend}`
      : `${whole} is not filled in; do you mean ${mend}`;
  }
  return undefined;
}

function nearest(name: string): string | null {
  const typed = name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  const [best] = SLOTS.map((slot) => ({ slot, away: distance(typed, slot) })).sort(
    (a, b) => a.away - b.away,
  );
  return best !== undefined && best.away <= Math.max(2, best.slot.length / 3) ? best.slot : null;
}

/** How many letters have to be put in, taken out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, place) => place);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
