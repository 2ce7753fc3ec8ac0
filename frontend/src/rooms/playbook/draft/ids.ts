/** Ids are made from names: the user never sees one. */

const LONGEST = 60;

/** "Who else's okay?" -> "who_elses_okay"; accents are dropped, and it begins with a letter. */
export function idFrom(name: string, fallback: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+/, '');
  const words = plain.slice(0, LONGEST - 4).replace(/_+$/, '');
  return words === '' ? fallback : words;
}

/** `id`, or with the first number behind it that is free: "price_2". */
export function freeId(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id;
  let number = 2;
  while (taken.has(`${id}_${number}`)) number += 1;
  return `${id}_${number}`;
}
