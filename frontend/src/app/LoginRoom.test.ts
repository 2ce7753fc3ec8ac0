import { describe, expect, it } from 'vitest';

import { viewOf } from './LoginRoom';

describe('viewOf', () => {
  it('is the view that was asked for', () => {
    expect(viewOf('/calls/c1?view=review#t2')).toBe('/calls/c1?view=review#t2');
    expect(viewOf(null)).toBe('/');
  });

  it.each(['https://evil.example/', '//evil.example/x', '/\\evil.example', 'javascript:alert(1)'])(
    'never leads to another site: %s',
    (next) => expect(viewOf(next)).toBe('/'),
  );

  it.each(['http://[', 'https://:0:0/'])(
    'is the start where nobody can tell the view: %s',
    (next) => expect(viewOf(next)).toBe('/'),
  );

  it('does not lead to the login again', () => expect(viewOf('/login?next=/')).toBe('/'));
});
