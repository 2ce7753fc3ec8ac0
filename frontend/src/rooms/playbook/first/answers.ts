/** What the first run asks, and what of it is still missing. Kept until the playbook is made. */
import type { FieldProblem } from '@/wire/api';

import type { FirstRunAnswers } from '../playbookApi';

export interface Rival {
  name: string;
  say: string;
}

export interface Answers {
  product: string;
  pitch: string;
  price: string;
  idealCustomer: string;
  facts: readonly string[];
  rivals: readonly Rival[];
  template: string | null;
}

export const STEPS = ['template', 'product', 'facts', 'rivals'] as const;
export type Step = (typeof STEPS)[number];

export const NO_ANSWERS: Answers = {
  product: '',
  pitch: '',
  price: '',
  idealCustomer: '',
  facts: ['', '', ''],
  rivals: [{ name: '', say: '' }],
  template: null,
};

/** What a step still lacks, by the name of its field. */
export function missing(step: Step, answers: Answers): Record<string, string> {
  const { template, product, pitch, price, facts, rivals } = answers;
  const lacks: Record<string, string> = {};
  if (step === 'template' && template === null) lacks.template = 'Choose the nearest one.';
  if (step === 'product') {
    if (blank(product)) lacks.product = 'What is it called?';
    if (blank(pitch)) lacks.pitch = 'One sentence is enough.';
    if (blank(price)) lacks.price = 'Say it as you would on the phone.';
  }
  if (step === 'facts' && facts.every(blank)) lacks['facts[0]'] = 'One fact is enough to begin.';
  if (step === 'rivals') {
    rivals.forEach(({ name, say }, place) => {
      if (blank(name) && !blank(say)) lacks[`competitors[${place}].name`] = 'Who is it?';
    });
  }
  return lacks;
}

/** The answers as the server takes them: what is blank is left out. */
export function sentAnswers(answers: Answers): FirstRunAnswers {
  const { template, product, pitch, price, idealCustomer, facts, rivals } = answers;
  return {
    product: product.trim(),
    pitch: pitch.trim(),
    price: price.trim(),
    facts: facts.filter((fact) => !blank(fact)).map((fact) => fact.trim()),
    competitors: rivals
      .filter(({ name }) => !blank(name))
      .map(({ name, say }) => ({ name: name.trim(), say: blank(say) ? null : say.trim() })),
    ideal_customer: blank(idealCustomer) ? null : idealCustomer.trim(),
    ...(template !== null && { template }),
  };
}

/**
 * What the server refuses, by the names of the fields as they are asked: its places count only what
 * was sent.
 */
export function refused(
  answers: Answers,
  problems: readonly FieldProblem[],
): Record<string, string> {
  const places = {
    facts: answers.facts.flatMap((fact, place) => (blank(fact) ? [] : [place])),
    competitors: answers.rivals.flatMap(({ name }, place) => (blank(name) ? [] : [place])),
  };
  return Object.fromEntries(
    problems.map(({ path, message }) => [
      path.replace(
        /^(facts|competitors)\[(\d+)\]/,
        (_, list: keyof typeof places, place: string) => {
          return `${list}[${places[list][Number(place)] ?? 0}]`;
        },
      ),
      message,
    ]),
  );
}

/** The step that asks for a field. */
export function stepOf(field: string): Step {
  if (field.startsWith('facts')) return 'facts';
  if (field.startsWith('competitors')) return 'rivals';
  return field === 'template' ? 'template' : 'product';
}

function blank(text: string): boolean {
  return text.trim() === '';
}

const KEPT = 'salescoach.first-run';

/** The answers so far, and the step the user was at. */
export interface FirstRunDraft {
  answers: Answers;
  at: number;
}

export function keepDraft(draft: FirstRunDraft | null): void {
  try {
    if (draft === null) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, JSON.stringify(draft));
  } catch {
    // Without storage a reload asks again.
  }
}

export function keptDraft(): FirstRunDraft {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<FirstRunDraft>;
    const answers = { ...NO_ANSWERS, ...kept.answers };
    // Whoever was asked for the trade last is asked for it now.
    const at = answers.template === null || STEPS[kept.at ?? 0] === undefined ? 0 : (kept.at ?? 0);
    return isWhole(answers) ? { answers, at } : NOTHING;
  } catch {
    return NOTHING;
  }
}

const NOTHING: FirstRunDraft = { answers: NO_ANSWERS, at: 0 };

/** Storage may hold what another version of the page has written. */
function isWhole({ facts, rivals, template, ...texts }: Answers): boolean {
  return (
    Object.values(texts).every((text) => typeof text === 'string') &&
    (template === null || typeof template === 'string') &&
    Array.isArray(facts) &&
    facts.every((fact) => typeof fact === 'string') &&
    Array.isArray(rivals) &&
    rivals.every((rival: Partial<Rival> | null) => {
      return typeof rival?.name === 'string' && typeof rival.say === 'string';
    })
  );
}
