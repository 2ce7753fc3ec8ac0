import { RuleTester } from 'eslint';
import { afterAll, describe, it } from 'vitest';
import { floors } from './floors.js';

RuleTester.describe = describe;
RuleTester.it = it;
Object.assign(RuleTester, { afterAll });

const live = '/page/src/rooms/live/Card.js';

new RuleTester().run('floors', floors, {
  valid: [
    { filename: live, code: "import { api } from '@/wire/api';" },
    { filename: live, code: "import { reduce } from './state/callReducer';" },
    { filename: live, code: "import { useState } from 'react';" },
    { filename: '/page/src/rooms/live/Card.test.ts', code: "import { s } from '@/test/server';" },
    { filename: '/page/src/app/routes.js', code: "import('@/rooms/calls/History');" },
  ],
  invalid: [
    {
      filename: live,
      code: "import { row } from '@/rooms/calls/Row';",
      errors: [{ messageId: 'room', data: { from: 'live', to: 'calls' } }],
    },
    {
      filename: live,
      code: "export { row } from '../calls/Row';",
      errors: [{ messageId: 'room' }],
    },
    {
      filename: '/page/src/wire/api.js',
      code: "import { level } from '../audio/level';",
      errors: [{ messageId: 'floor', data: { from: 'wire', to: 'audio' } }],
    },
    {
      filename: '/page/src/ui/Button.js',
      code: "import('@/rooms/live/Card');",
      errors: [{ messageId: 'floor' }],
    },
    {
      filename: live,
      code: "import { serve } from '@/test/server';",
      errors: [{ messageId: 'floor', data: { from: 'rooms', to: 'test' } }],
    },
    { filename: '/page/src/misc/x.js', code: '', errors: [{ messageId: 'unknown' }] },
  ],
});
