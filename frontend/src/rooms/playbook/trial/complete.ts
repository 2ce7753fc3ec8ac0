/** A draft that can be tried while it is still being written. */
import type { Line, PlaybookDraft } from '../draft/content';
import { isBlank } from '../draft/keyed';

const UNWRITTEN = '…';

/**
 * Entries that say nothing yet are left out, and what else is missing is filled in, so that a script
 * works as soon as it has words and a trigger. What stays keeps its key.
 */
export function forTrial(draft: PlaybookDraft): PlaybookDraft {
  const written = (text: string): boolean => text.trim() !== '';
  const or = (text: string): string => (written(text) ? text : UNWRITTEN);
  const { product } = draft;
  return {
    ...draft,
    name: or(draft.name),
    product: {
      ...product,
      name: or(product.name),
      pitch: or(product.pitch),
      price: or(product.price),
      facts: product.facts.filter(({ text }) => written(text)),
    },
    categories: draft.categories
      .map((category) => ({
        ...category,
        name: or(category.name),
        scripts: category.scripts
          .filter(({ text }) => written(text))
          .map((script) => ({
            ...script,
            name: or(script.name),
            when_to_use: or(script.when_to_use),
            triggers: category.signal === null ? [] : script.triggers,
          })),
      }))
      .filter(({ scripts }) => scripts.length > 0),
    objectives: draft.objectives.filter(({ text, done_when }) => written(text) && any(done_when)),
    questions: draft.questions
      .filter(({ question }) => written(question))
      .map((each) => ({ ...each, when_to_use: or(each.when_to_use) })),
    stages: draft.stages.map((guide) => ({
      ...guide,
      direction: or(guide.direction),
      why: or(guide.why),
      sounds_like: any(guide.sounds_like)
        ? guide.sounds_like
        : [{ key: `${guide.key}-unwritten`, text: UNWRITTEN }],
    })),
    competitors: draft.competitors.filter(({ name, say }) => written(name) && written(say)),
    vocabulary: draft.vocabulary.filter(({ term }) => written(term)),
  };
}

function any(lines: readonly Line[]): boolean {
  return lines.some((line) => !isBlank(line));
}
