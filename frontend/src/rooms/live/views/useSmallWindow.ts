import { useCallback, useEffect, useState } from 'react';

interface PictureInPicture {
  requestWindow: (options: { width: number; height: number }) => Promise<Window>;
}

declare global {
  interface Window {
    documentPictureInPicture?: PictureInPicture;
  }
}

const SIZE = { width: 400, height: 300 };

function copyStyles(from: Document, to: Document): void {
  for (const node of from.querySelectorAll('style, link[rel="stylesheet"]')) {
    to.head.append(node.cloneNode(true));
  }
  const { theme } = from.documentElement.dataset;
  to.documentElement.lang = from.documentElement.lang;
  if (theme !== undefined) to.documentElement.dataset.theme = theme;
}

/** A window of this page that stays on top of the others; `supported` where the browser has one. */
export function useSmallWindow(title: string): {
  supported: boolean;
  small: Window | null;
  open: () => Promise<void>;
  close: () => void;
} {
  const [small, setSmall] = useState<Window | null>(null);

  const open = useCallback(async () => {
    const opened = await window.documentPictureInPicture?.requestWindow(SIZE);
    if (opened === undefined) return;
    copyStyles(document, opened.document);
    opened.document.title = title;
    opened.addEventListener('pagehide', () => setSmall(null), { once: true });
    setSmall(opened);
  }, [title]);

  const close = useCallback(() => small?.close(), [small]);

  useEffect(() => () => small?.close(), [small]);

  return { supported: 'documentPictureInPicture' in window, small, open, close };
}
