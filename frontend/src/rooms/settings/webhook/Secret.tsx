import { Check, Copy, KeyRound } from 'lucide-react';
import { useId, useState } from 'react';

import { Button } from '@/ui/Button';

import { Note } from '../fields/Note';
import { useSaving } from '../fields/useSaving';
import type { WebhookInUse } from './useWebhook';

/** The secret: shown when it is made, from then on only known to be there. */
export function Secret({ use }: { use: WebhookInUse }) {
  const { secret } = use;
  const saving = useSaving();
  const [copied, setCopied] = useState(false);
  const [sure, setSure] = useState(false);
  const id = useId();
  if (secret !== null) {
    const copy = async (): Promise<void> => {
      try {
        await navigator.clipboard.writeText(secret);
        setCopied(true);
      } catch {
        setCopied(false); // no clipboard over plain HTTP: the text can be selected
      }
    };
    return (
      <div role="status" className="bg-accent-soft mt-4 rounded-xl p-4">
        <p className="text-ink text-base font-semibold">Copy the secret now. It is shown once.</p>
        <code className="text-ink mt-2 block text-base break-all select-all">{secret}</code>
        <div className="mt-3 flex flex-wrap gap-2">
          <Button
            icon={copied ? <Check aria-hidden /> : <Copy aria-hidden />}
            onClick={() => void copy()}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
          <Button
            tone="quiet"
            onClick={() => {
              setCopied(false);
              use.hideSecret();
            }}
          >
            I have it
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="py-4">
      <div className="bg-sunken flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 rounded-[10px] py-1.5 pr-1.5 pl-3">
        <KeyRound aria-hidden className="text-ink-soft size-4 shrink-0" />
        <span className="text-ink flex-1 text-base">
          <span aria-hidden>•••• •••• ••••</span>
          <span className="sr-only">There is a secret.</span>
        </span>
        <Button
          size="sm"
          tone="quiet"
          onBlur={() => setSure(false)}
          onClick={() => {
            setSure(!sure);
            if (sure) void saving.run(use.renew());
          }}
        >
          {sure ? 'The old one ends now. Renew it' : 'New secret'}
        </Button>
      </div>
      <Note id={id} saving={saving} saved="" hint="Stored encrypted on the server." />
    </div>
  );
}
