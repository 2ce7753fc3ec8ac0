/** A missed moment that somebody wants to practise, as it stands in the page's address. */
export interface PracticeSearch {
  call?: string;
  turn?: string;
}

const LONGEST = 100;

export function practiceSearch(raw: Record<string, unknown>): PracticeSearch {
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' && value.length <= LONGEST ? value : undefined;
  const call = text(raw['call']);
  const turn = text(raw['turn']);
  return call === undefined || turn === undefined ? {} : { call, turn };
}
