import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/**
 * Fails the build when what a first visit has to load (the entry, everything it imports statically
 * and their styles) exceeds `limitKb`, gzipped, in units of 1000 bytes.
 */
export function firstLoadBudget(limitKb: number): Plugin {
  return {
    name: 'first-load-budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const names = new Set<string>();
        const visit = (name: string): void => {
          const chunk = bundle[name];
          if (names.has(name) || chunk?.type !== 'chunk') return;
          names.add(name);
          chunk.viteMetadata?.importedCss.forEach((css) => names.add(css));
          chunk.imports.forEach(visit);
        };
        for (const [name, chunk] of Object.entries(bundle)) {
          if (chunk.type === 'chunk' && chunk.isEntry) visit(name);
        }
        let bytes = 0;
        for (const name of names) {
          const part = bundle[name];
          if (part) bytes += gzipSync(part.type === 'chunk' ? part.code : part.source).length;
        }
        const kb = bytes / 1000;
        const said = `first load ${kb.toFixed(1)} kB gzipped, at most ${String(limitKb)} kB`;
        if (kb > limitKb) this.error(said);
        this.info(said);
      },
    },
  };
}
