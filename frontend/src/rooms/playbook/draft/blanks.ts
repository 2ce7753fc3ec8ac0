/** Texts that wait to be written: what stands in [square brackets] is for the user to fill in. */

export const BLANK_HINT =
  'What stands in [brackets] is for you to fill in. Until then no card comes from it.';

export function isBlank(text: string): boolean {
  return /\[[^[\]]*\]/.test(text);
}
