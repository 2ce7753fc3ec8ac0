import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';

import { Switch } from '@/ui/Switch';
import { canPack } from '@/wire/opusPacker';
import { isThinLine, setThinLine } from '@/wire/thinLine';

import { Block } from '../Block';

/** What holds in this browser alone. */
export function BrowserSection() {
  const [thin, setThin] = useState(isThinLine);
  const able = useQuery({ queryKey: ['can-pack'], queryFn: canPack, staleTime: Infinity });
  const note = useId();
  return (
    <Block title="A slow or metered line">
      <div className="mt-4 flex items-start justify-between gap-6">
        <div>
          <p className="text-ink text-base font-semibold">Send less</p>
          <p id={note} className="text-ink-soft mt-0.5 max-w-prose text-base">
            {able.data === false
              ? 'This browser cannot compress sound. A current Chrome, Edge or Firefox can.'
              : 'Sound is compressed before it goes to the server: about 50 kilobits a second instead of 500. Single words may be heard a little less well. It holds from the next call on.'}
          </p>
        </div>
        <Switch
          label="Send less"
          on={thin && able.data !== false}
          disabled={able.data !== true}
          onChange={(on) => {
            setThinLine(on);
            setThin(on);
          }}
          className="mt-1"
        />
      </div>
    </Block>
  );
}
