import type { components } from '@/wire/types.gen';

type Schemas = components['schemas'];

export type ScriptView = Schemas['ToolkitScript'];
export type CategoryView = Pick<Schemas['ToolkitCategory'], 'id' | 'name' | 'scripts'>;
export type ObjectiveView = Schemas['ToolkitObjective'];

/** What the live view shows of the playbook. */
export interface PlaybookView {
  categories: readonly CategoryView[];
  objectives: readonly ObjectiveView[];
}

export const EMPTY_PLAYBOOK: PlaybookView = { categories: [], objectives: [] };

/** Fills `{customer_name}`; without a name the address is left out along with its comma. */
export function fillSlots(text: string, customer: string | null): string {
  if (customer !== null) return text.replaceAll('{customer_name}', customer);
  return text.replaceAll(/,? ?\{customer_name\}/g, '');
}

/** The categories a card points at first, in its order; the others as they are in the playbook. */
export function orderCategories(
  categories: readonly CategoryView[],
  highlighted: readonly string[],
): CategoryView[] {
  const rank = (id: string): number => {
    const at = highlighted.indexOf(id);
    return at < 0 ? highlighted.length : at;
  };
  return [...categories].sort((a, b) => rank(a.id) - rank(b.id));
}

/** Every word of the query somewhere in the script or in the name of its category. */
export function searchScripts(categories: readonly CategoryView[], query: string): CategoryView[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...categories];
  return categories
    .map((category) => ({
      ...category,
      scripts: category.scripts.filter((script) => {
        const text =
          `${category.name} ${script.name} ${script.text} ${script.when_to_use}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter((category) => category.scripts.length > 0);
}
