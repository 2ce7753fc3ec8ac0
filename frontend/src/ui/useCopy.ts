import { useCallback, useEffect, useRef, useState } from 'react';

const SHOWN_MS = 1600;

/** Copies a text; `copied` is the key of the last one copied, for a moment. */
export function useCopy(): {
  copied: string | null;
  copy: (key: string, text: string) => Promise<void>;
} {
  const [copied, setCopied] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = useCallback(async (key: string, text: string) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return; // no clipboard over plain HTTP: the text stays there to be selected
    }
    setCopied(key);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(null), SHOWN_MS);
  }, []);

  return { copied, copy };
}
