/** Search over every text of a playbook. */
import type { Address } from './address';
import type { PlaybookDraft } from './content';
import { trailTo, walk, type Place } from './tree';
import { kindOf, labelOf, SECTIONS, sectionOf, titleOf, type SectionId } from './words';

export interface Found extends Address {
  section: SectionId | null;
  /** Where it is: "Objections & replies", "Price", "Too expensive". */
  trail: readonly string[];
  label: string;
  text: string;
}

/** Where a field is and what it is called, in words; null when it is gone. */
export function placed(draft: PlaybookDraft, address: Address): Omit<Found, 'text'> | null {
  const above = trailTo(draft, address.key);
  const place = above.at(-1);
  if (place === undefined) return null;
  return { ...address, ...described(above.slice(0, -1), place, address.field) };
}

function described(
  above: readonly Place[],
  place: Place,
  field: string,
): Pick<Found, 'section' | 'trail' | 'label'> {
  const section = sectionOf([...above, place], field);
  const line =
    place.owner !== null && place.list !== null && labelOf(kindOf(place), field) === undefined;
  const owner = above.at(-1);
  const label =
    line && owner ? labelOf(kindOf(owner), place.list ?? '') : labelOf(kindOf(place), field);
  const named = line ? above : [...above, place];
  const titles = named.filter(({ list }) => list !== null).map(({ entry }) => titleOf(entry));
  const name = SECTIONS.find(({ id }) => id === section)?.name;
  return { section, trail: name === undefined ? titles : [name, ...titles], label: label ?? '' };
}

/** Every text of the playbook that is not blank, in reading order. */
export function allTexts(draft: PlaybookDraft): Found[] {
  const found: Found[] = [];
  walk(draft, (place, above) => {
    for (const [field, text] of Object.entries(place.entry)) {
      if (typeof text !== 'string' || text.trim() === '') continue;
      if (['key', 'id', 'stage', 'signal', 'objection_type', 'said_by'].includes(field)) continue;
      found.push({ key: place.entry.key, field, text, ...described(above, place, field) });
    }
  });
  return found;
}

const MOST = 60;

/** Texts in which every word of the query occurs; where it is counts too, but never alone. */
export function search(texts: readonly Found[], query: string): Found[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return texts
    .filter(({ text, trail, label }) => {
      const own = text.toLowerCase();
      const around = `${trail.join(' ')} ${label} ${own}`.toLowerCase();
      return words.some((word) => own.includes(word)) && words.every((w) => around.includes(w));
    })
    .slice(0, MOST);
}
