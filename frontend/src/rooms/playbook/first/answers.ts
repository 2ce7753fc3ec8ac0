/** What the first run asks, and what of it is still missing. Kept over a reload of this tab. */
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

export const STEPS = ['product', 'facts', 'rivals', 'template'] as const;
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
  const { product, pitch, price, facts, rivals } = answers;
  const lacks: Record<string, string> = {};
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
export function sentAnswers(answers: Answers, template: string): FirstRunAnswers {
  const { product, pitch, price, idealCustomer, facts, rivals } = answers;
  return {
    product: product.trim(),
    pitch: pitch.trim(),
    price: price.trim(),
    facts: facts.filter((fact) => !blank(fact)).map((fact) => fact.trim()),
    competitors: rivals
      .filter(({ name }) => !blank(name))
      .map(({ name, say }) => ({ name: name.trim(), say: blank(say) ? null : say.trim() })),
    ideal_customer: blank(idealCustomer) ? null : idealCustomer.trim(),
    template,
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

export function keepAnswers(answers: Answers | null): void {
  try {
    if (answers === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify(answers));
  } catch {
    // Without storage a reload asks again.
  }
}

export function keptAnswers(): Answers {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '{}') as Partial<Answers>;
    const whole = { ...NO_ANSWERS, ...kept };
    return Array.isArray(whole.facts) && Array.isArray(whole.rivals) ? whole : NO_ANSWERS;
  } catch {
    return NO_ANSWERS;
  }
}
