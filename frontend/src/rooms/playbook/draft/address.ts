/** Where a field is: the key of its entry and the field's name. It stays true when entries move. */
export interface Address {
  key: string;
  field: string;
}

export function addressText({ key, field }: Address): string {
  return `${key}.${field}`;
}

/** The id of a field's control in the document. */
export function controlId({ key, field }: Address): string {
  return `field-${key}-${field}`;
}

export function addressOf(text: string): Address {
  const at = text.indexOf('.');
  return { key: text.slice(0, at), field: text.slice(at + 1) };
}
