import path from 'node:path';

/**
 * Who may import whom under src/: a floor imports from itself and from those listed, a room never
 * from another room. What stands in for the server is there for tests alone.
 */
const ALLOWED = {
  main: ['app', 'ui', 'lib', 'wire'],
  app: ['rooms', 'wire', 'audio', 'ui', 'lib'],
  rooms: ['wire', 'audio', 'ui', 'lib'],
  audio: ['wire', 'lib'],
  ui: ['lib'],
  wire: ['lib'],
  lib: [],
  test: [],
};
const IS_TEST = /\.test\.tsx?$/;

/** @param {string} relative a path below src/ */
function place(relative) {
  const [floor = '', room = ''] = relative.split('/');
  if (!relative.includes('/')) return { floor: 'main', room: '' };
  return { floor, room: floor === 'rooms' ? room : '' };
}

/** @type {import('eslint').Rule.RuleModule} */
export const floors = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      floor: "'{{from}}' may not import from '{{to}}'.",
      room: "Room '{{from}}' may not import from room '{{to}}'.",
      unknown: "'{{from}}' has no place in tooling/floors.js.",
    },
  },
  create(context) {
    const marker = `${path.sep}src${path.sep}`;
    const at = context.filename.lastIndexOf(marker);
    if (at < 0) return {};
    const root = context.filename.slice(0, at + marker.length);
    const own = path.relative(root, context.filename).split(path.sep).join('/');
    const from = place(own);
    const allowed = /** @type {Record<string, string[] | undefined>} */ (ALLOWED)[from.floor];

    /** @param {import('estree').Node} node @param {unknown} source */
    const check = (node, source) => {
      if (typeof source !== 'string') return;
      let target = '';
      if (source.startsWith('@/')) target = source.slice(2);
      else if (source.startsWith('.')) target = path.posix.join(path.posix.dirname(own), source);
      if (target === '' || target.startsWith('../')) return;
      const to = place(target);
      if (to.floor === 'main' || (to.floor === 'test' && IS_TEST.test(own))) return;
      if (from.floor === to.floor) {
        if (from.room !== to.room) {
          context.report({ node, messageId: 'room', data: { from: from.room, to: to.room } });
        }
      } else if (!allowed?.includes(to.floor)) {
        context.report({ node, messageId: 'floor', data: { from: from.floor, to: to.floor } });
      }
    };

    return {
      Program(node) {
        if (!allowed) context.report({ node, messageId: 'unknown', data: { from: from.floor } });
      },
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => check(node, node.source?.value),
      ImportExpression: (node) =>
        check(node, node.source.type === 'Literal' ? node.source.value : undefined),
    };
  },
};
