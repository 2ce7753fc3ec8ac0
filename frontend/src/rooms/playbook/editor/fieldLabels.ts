import { labelOf } from '../draft/words';

/** The fields of one entry of the draft. */
export interface FieldsProps<T> {
  entry: T;
}

/** A field's label; its own name where it has none. */
export function label(kind: string, field: string): string {
  return labelOf(kind, field) ?? field;
}
