import { expect, it } from 'vitest';
import { quoteOf, withLineEnd } from './lineEnd';

it.each([
  ['It sends you a text,', 'It sends you a text.'],
  ['Wait, what - ', 'Wait, what.'],
  ['And how much is it?', 'And how much is it?'],
  ['one, two', 'one, two'],
  ['', ''],
])('%j is read as %j', (heard, read) => {
  expect(withLineEnd(heard)).toBe(read);
});

it.each([
  ['compared with the other offer,', 'compared with the other offer'],
  ['And how much is it?', 'And how much is it?'],
  ['one, two', 'one, two'],
])('%j is quoted as %j', (heard, quoted) => {
  expect(quoteOf(heard)).toBe(quoted);
});

it.each([',', ' ', ' ,'])('a line of nothing but %j is read no slower than others', (part) => {
  const said = `${part.repeat(100_000)}x`;
  expect(withLineEnd(`${said},`)).toBe(`${said}.`);
  expect(quoteOf(`${said},`)).toBe(said);
});
