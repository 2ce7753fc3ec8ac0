import { useId, useState } from 'react';

import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { Segments } from '@/ui/Segments';
import { Switch } from '@/ui/Switch';

import { Block } from '../Block';
import { Note } from '../fields/Note';
import { useFollowing } from '../fields/useFollowing';
import { useSaving } from '../fields/useSaving';
import { Loading } from '../Loading';
import { Deliveries } from './Deliveries';
import { Secret } from './Secret';
import { TestWebhook } from './TestWebhook';
import { useWebhook, type WebhookInUse } from './useWebhook';
import type { Content, Webhook } from './webhookApi';

const CONTENTS: readonly { value: Content; label: string }[] = [
  { value: 'everything', label: 'Everything' },
  { value: 'review', label: 'Only the review' },
];
const MEANINGS: Record<Content, string> = {
  everything: 'The whole call as JSON: transcript, log and review, masked as it is stored.',
  review: 'The review and its figures, without the transcript. What it claims is still quoted.',
};

/** Where a call is sent once it has ended and is reviewed, and what became of that. */
export function WebhookSection() {
  const use = useWebhook();
  if (use.webhook === undefined) return <Loading {...use} />;
  const { webhook } = use;
  return (
    <>
      <Block
        title="Where it is sent"
        intro={
          <>
            <p>
              The web address of the program that takes your calls. Nothing is sent without one.
            </p>
            <p className="text-ink-faint text-sm">It gets a signed POST with JSON (a webhook).</p>
          </>
        }
      >
        <Address use={use} webhook={webhook} />
        {webhook !== null && <Choices use={use} webhook={webhook} />}
      </Block>
      {webhook !== null && (
        <>
          <Block
            title="Signature"
            intro={
              <p>
                The receiver checks with this secret that a call comes from here and is unchanged
                (Standard Webhooks, HMAC-SHA256).
              </p>
            }
          >
            <Secret use={use} />
          </Block>
          <Block title="Test">
            <TestWebhook key={webhook.url} />
          </Block>
          <Block
            title="Sent calls"
            intro={<p>What fails is tried again for about 22 hours, then given up.</p>}
          >
            <Deliveries />
          </Block>
        </>
      )}
    </>
  );
}

function Address({ use, webhook }: { use: WebhookInUse; webhook: Webhook | null }) {
  const id = useId();
  const [url, setUrl] = useFollowing(webhook?.url ?? '');
  const saving = useSaving();
  const changed = url.trim() !== (webhook?.url ?? '');
  return (
    <form
      className="py-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (url.trim() === '' || !changed) return;
        const { content = 'everything', on = true } = webhook ?? {};
        void saving.run(use.put({ url: url.trim(), content, on }));
      }}
    >
      <label htmlFor={id} className="text-ink mb-1.5 block text-sm font-semibold">
        Address
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          type="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://example.com/calls"
          value={url}
          maxLength={2000}
          aria-describedby={`${id}-note`}
          aria-invalid={saving.refused !== null}
          onChange={(event) => {
            setUrl(event.target.value);
            saving.clear();
          }}
          className={cx(
            'bg-sheet text-ink placeholder:text-ink-faint h-11 min-w-0 flex-1 rounded-[10px] px-3 text-base',
            saving.refused === null
              ? 'shadow-[inset_0_0_0_1px_var(--edge)]'
              : 'shadow-[inset_0_0_0_1.5px_var(--alarm)]',
          )}
        />
        <Button
          type="submit"
          className="h-11"
          busy={saving.state === 'saving'}
          disabled={url.trim() === '' || !changed}
        >
          Save
        </Button>
      </div>
      <Note id={`${id}-note`} saving={saving} saved="Saved." hint="It has to begin with https." />
    </form>
  );
}

function Choices({ use, webhook }: { use: WebhookInUse; webhook: Webhook }) {
  const saving = useSaving();
  const removing = useSaving();
  const [sure, setSure] = useState(false);
  const id = useId();
  const { url, content, on } = webhook;
  const change = (part: Partial<Webhook>): void =>
    void saving.run(use.put({ url, content, on, ...part }));
  return (
    <div className="divide-line divide-y">
      <div className="flex items-start gap-4 py-4">
        <Switch
          label="Send calls"
          on={on}
          onChange={(next) => change({ on: next })}
          className="mt-0.5"
        />
        <div>
          <p className="text-ink text-base font-semibold">Send calls</p>
          <p className="text-ink-soft text-base">
            Each call once, as soon as its review is there. Off: what waits stays, calls that end
            meanwhile are not sent later.
          </p>
        </div>
      </div>
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3 py-4">
        <div className="min-w-0 flex-1 basis-64">
          <p className="text-ink text-base font-semibold">What is sent</p>
          <p className="text-ink-soft text-base">{MEANINGS[content]}</p>
        </div>
        <Segments<Content>
          label="What is sent"
          className="w-80 max-w-full"
          value={content}
          options={CONTENTS}
          onChange={(next) => change({ content: next })}
        />
      </div>
      <div className="py-4">
        <Note id={id} saving={saving.refused === null ? removing : saving} saved="" collapses />
        <Button
          tone="quiet"
          className="-ml-3"
          onBlur={() => setSure(false)}
          onClick={() => (sure ? void removing.run(use.remove()) : setSure(true))}
        >
          {sure ? 'Remove for good: the secret goes too' : 'Remove the address'}
        </Button>
      </div>
    </div>
  );
}
