import { expect, it } from 'vitest';

import { SLOTS, slotProblem, SLOTS_HINT } from './slots';

it('finds nothing in texts without slots, with known ones, or in the middle of one', () => {
  for (const slot of SLOTS) {
    expect(slotProblem(`Ask {${slot}} first.`)).toBeUndefined();
    expect(SLOTS_HINT).toContain(`{${slot}}`);
  }
  for (const text of ['', 'Plain.', 'Ask {comp']) expect(slotProblem(text)).toBeUndefined();
});

it.each([
  ['How is {compny}?', '{compny} is not filled in; do you mean {company}?'],
  ['Hi {name}', '{name} is not filled in; these are: {product}, {price},'],
  ['{Customer Name}, hello', 'do you mean {customer_name}?'],
  ['{}', '{} is not filled in'],
])('says what is wrong in %j', (text, said) => {
  expect(slotProblem(text)).toContain(said);
});
