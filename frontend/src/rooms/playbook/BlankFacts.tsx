import { Banner } from '@/ui/Banner';

import { isBlank } from './draft/blanks';

interface BlankFactsProps {
  facts: readonly string[];
  className?: string;
  /** Leads to the fact of that place. */
  onShow?: (place: number) => void;
}

/** Which facts still wait for something to be filled in: the coach says none of them. */
export function BlankFacts({ facts, className, onShow }: BlankFactsProps) {
  const waiting = facts.flatMap((text, place) => (isBlank(text) ? [{ text, place }] : []));
  if (waiting.length === 0) return null;
  return (
    <Banner
      tone="caution"
      title={
        waiting.length === 1
          ? '1 fact still has a blank to fill in'
          : `${waiting.length} facts still have a blank to fill in`
      }
      {...(className !== undefined && { className })}
    >
      <p>
        No card says {waiting.length === 1 ? 'it' : 'them'} until you replace what stands in
        [brackets].
      </p>
      <ul className="mt-1.5 grid gap-1">
        {waiting.map(({ text, place }) => (
          <li key={place}>
            {onShow === undefined ? (
              text
            ) : (
              <button
                type="button"
                onClick={() => onShow(place)}
                className="cursor-pointer rounded text-left underline underline-offset-2"
              >
                {text}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
