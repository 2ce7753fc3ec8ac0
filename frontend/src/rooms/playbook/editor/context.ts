/** What the parts of the editor share, so that a keystroke renders only the field it changed. */
import { createContext, use, useSyncExternalStore } from 'react';

import { addressText, type Address } from '../draft/address';
import type { PlaybookDraft } from '../draft/content';
import type { Editing } from '../draft/editing';

export interface EditorTools {
  editing: Editing;
  readOnly: boolean;
  /** Brings a field into view, whatever section it is in, and gives it the focus. */
  reveal: (address: Address) => void;
  /** Opens or closes an entry. */
  toggle: (key: string, open?: boolean) => void;
  /** Says a line to the coach in the box beside the editor. */
  tryLine: (text: string) => void;
  /** Tells a screen reader. */
  announce: (text: string) => void;
}

export const EditorContext = createContext<EditorTools | null>(null);

export function useEditor(): EditorTools {
  const tools = use(EditorContext);
  if (tools === null) throw new Error('There is no editor above this view.');
  return tools;
}

/** A part of the draft as it stands; `select` has to give the same value for the same draft. */
export function useDraft<T>(select: (draft: PlaybookDraft) => T): T {
  const { store } = useEditor().editing;
  return useSyncExternalStore(store.subscribe, () => select(store.get().draft));
}

/** The keys of the entries that are open. */
export const OpenContext = createContext<ReadonlySet<string>>(new Set());

/** What is wrong: messages by the text of a field's address, and every entry they lie within. */
export interface Problems {
  messages: ReadonlyMap<string, string>;
  within: ReadonlySet<string>;
}

export const ProblemsContext = createContext<Problems>({
  messages: new Map(),
  within: new Set(),
});

/** What is wrong with a field; undefined when nothing is. */
export function useProblem(address: Address): string | undefined {
  return use(ProblemsContext).messages.get(addressText(address));
}
