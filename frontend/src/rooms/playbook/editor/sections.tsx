/** The sections of the editor: one is shown at a time. */
import type { ReactNode } from 'react';

import { STAGE_NAMES, STAGES } from '@/ui/words';

import { BlankFacts } from '../BlankFacts';
import { BLANK } from '../draft/blank';
import { isBlank } from '../draft/blanks';
import type { FactDraft, PlaybookDraft } from '../draft/content';
import { openedBy, SECTIONS, titleOf, type SectionId } from '../draft/words';
import { useEditor } from './context';
import { EntryList } from './EntryList';
import { EntryRow } from './EntryRow';
import {
  CompetitorFields,
  ObjectiveFields,
  QuestionFields,
  StageFields,
  TermFields,
} from './fields';
import { CategoryFields, FactFields } from './replyFields';
import { Lines } from './Lines';
import { TextField } from './TextField';

const INTRO: Record<SectionId, string> = {
  product: 'What every card may rest on. Nothing is claimed that is not written here.',
  replies: 'What customers raise, and the words that answer it.',
  objectives: 'What to reach in each stage of a call. They tick themselves when it is said.',
  questions: 'What to ask, offered in guidance in this order.',
  stages: 'Where a call stands, and what to do there.',
  competitors: 'What to say when a customer brings one up.',
  vocabulary: 'Names that are written down wrongly when they are said aloud.',
  never: 'What must not be said. The coach warns you when you do.',
};

export function Section({ id, draft }: { id: SectionId; draft: PlaybookDraft }) {
  return (
    <section aria-labelledby="section-name">
      <h2
        id="section-name"
        tabIndex={-1}
        className="text-ink text-2xl font-semibold tracking-[-0.01em] outline-none"
      >
        {SECTIONS.find((each) => each.id === id)?.name}
      </h2>
      <p className="text-ink-soft mt-1 mb-6 text-base">{INTRO[id]}</p>
      {CONTENT[id](draft)}
    </section>
  );
}

const CONTENT: Record<SectionId, (draft: PlaybookDraft) => ReactNode> = {
  product: ({ product }) => (
    <>
      <div className="grid grid-cols-1 gap-5">
        <div className="grid items-start gap-5 sm:grid-cols-2">
          <TextField entry={product} field="name" label="Name" />
          <TextField
            entry={product}
            field="price"
            label="Price"
            placeholder="As you say it: $79 a month"
          />
        </div>
        <TextField entry={product} field="pitch" label="Pitch, in one sentence" rows={2} />
        <TextField entry={product} field="ideal_customer" label="Ideal customer" rows={2} />
      </div>
      <h3 className="text-ink mt-9 mb-1 text-lg font-semibold">Facts</h3>
      <p className="text-ink-soft mb-2 text-base">
        Short and true. Each answers the questions written with it.
      </p>
      <FactsToFillIn facts={product.facts} />
      <EntryList
        owner={product.key}
        list="facts"
        sentences
        entries={product.facts}
        label="Facts"
        add="Add a fact"
        first="text"
        none="No facts yet."
        aside={({ text, asks }) =>
          isBlank(text) ? 'Blank to fill in' : counted(asks.length, 'question')
        }
        fields={FactFields}
      />
    </>
  ),
  replies: ({ key, categories }) => (
    <EntryList
      owner={key}
      list="categories"
      entries={categories}
      label="Categories"
      add="Add a category"
      first="name"
      none="No categories yet."
      detail={(category) => {
        const opened = openedBy(category);
        return opened === category.name ? '' : opened;
      }}
      aside={({ scripts }) => counted(scripts.length, 'script')}
      fields={CategoryFields}
    />
  ),
  objectives: ({ key, objectives }) => (
    <div className="grid grid-cols-1 gap-8">
      {STAGES.map((stage) => (
        <div key={stage}>
          <h3 className="text-ink-faint mb-1 text-sm font-semibold">{STAGE_NAMES[stage]}</h3>
          <EntryList
            owner={key}
            list="objectives"
            sentences
            entries={objectives.filter((each) => each.stage === stage)}
            label={`Objectives: ${STAGE_NAMES[stage]}`}
            add="Add an objective"
            blank={() => BLANK.objectives(stage)}
            first="text"
            none="Nothing to reach in this stage."
            fields={ObjectiveFields}
          />
        </div>
      ))}
    </div>
  ),
  questions: ({ key, questions }) => (
    <EntryList
      owner={key}
      list="questions"
      sentences
      entries={questions}
      label="Questions"
      add="Add a question"
      first="question"
      none="No questions yet."
      fields={QuestionFields}
    />
  ),
  stages: ({ stages }) => (
    <ul className="-mx-3">
      {stages.map((guide) => (
        <EntryRow
          key={guide.key}
          entry={guide}
          fields={StageFields}
          title={titleOf(guide)}
          detail={guide.direction}
        />
      ))}
    </ul>
  ),
  competitors: ({ key, competitors }) => (
    <EntryList
      owner={key}
      list="competitors"
      entries={competitors}
      label="Competitors"
      add="Add a competitor"
      first="name"
      none="No competitors yet."
      detail={({ say }) => say}
      fields={CompetitorFields}
    />
  ),
  vocabulary: ({ key, vocabulary }) => (
    <EntryList
      owner={key}
      list="vocabulary"
      entries={vocabulary}
      label="Vocabulary"
      add="Add a word"
      first="term"
      none="No words yet."
      detail={({ sounds_like }) => sounds_like.map(({ text }) => text).join(', ')}
      fields={TermFields}
    />
  ),
  never: (draft) => (
    <Lines
      owner={draft.key}
      list="never_say"
      lines={draft.never_say}
      label="Never say"
      hideLabel
      add="Add what must not be said"
    />
  ),
};

function FactsToFillIn({ facts }: { facts: readonly FactDraft[] }) {
  const { reveal } = useEditor();
  return (
    <BlankFacts
      className="mb-3"
      facts={facts.map(({ text }) => text)}
      onShow={(place) => {
        const key = facts[place]?.key;
        if (key !== undefined) reveal({ key, field: 'text' });
      }}
    />
  );
}

function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}
