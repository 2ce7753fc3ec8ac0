/** The questions of the first run, a step at a time. */
import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';

import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';

import type { Examples } from '../playbookApi';
import { BlankFacts } from '../BlankFacts';
import { TemplateChoice } from '../TemplateChoice';
import { AnswerField } from './AnswerField';
import type { Answers, Step } from './answers';

const NAME = 100;
const LINE = 400;
const MOST_FACTS = 12;
const MOST_RIVALS = 12;

export interface StepProps {
  answers: Answers;
  onAnswer: (part: Partial<Answers>) => void;
  problems: Readonly<Record<string, string>>;
  /** What somebody of the chosen trade might answer. */
  examples: Examples | undefined;
}

export const STEP_WORDS: Record<Step, { title: string; intro: string }> = {
  template: {
    title: 'Which trade are you in?',
    intro: 'The nearest will do. Its objections, replies and questions are yours to change.',
  },
  product: {
    title: 'What do you sell?',
    intro: 'In your own words, as you say them to a customer.',
  },
  facts: {
    title: 'Three facts customers ask about',
    intro: 'Short and true. When a customer asks, the card answers with one of them.',
  },
  rivals: {
    title: 'Who are you compared with?',
    intro: 'When a customer names one of them, the card says what you write here.',
  },
};

export const STEP_VIEWS: Record<Step, (props: StepProps) => ReactNode> = {
  template: TemplateStep,
  product: ProductStep,
  facts: FactsStep,
  rivals: RivalsStep,
};

function TemplateStep({ answers, onAnswer, problems }: StepProps) {
  return (
    <TemplateChoice
      of="trades"
      problem={problems.template}
      value={answers.template}
      onChange={(template) => onAnswer({ template })}
    />
  );
}

function ProductStep({ answers, onAnswer, problems, examples }: StepProps) {
  return (
    <>
      <AnswerField
        name="product"
        label="Name of the product"
        value={answers.product}
        maxLength={NAME}
        placeholder={examples?.product}
        problem={problems.product}
        autoFocus
        onChange={(product) => onAnswer({ product })}
      />
      <AnswerField
        name="pitch"
        label="What it does for a customer, in one sentence"
        value={answers.pitch}
        maxLength={LINE}
        placeholder={examples?.pitch}
        problem={problems.pitch}
        rows={2}
        onChange={(pitch) => onAnswer({ pitch })}
      />
      <AnswerField
        name="price"
        label="Price"
        value={answers.price}
        maxLength={NAME}
        placeholder={examples?.price}
        problem={problems.price}
        onChange={(price) => onAnswer({ price })}
      />
      <AnswerField
        name="ideal_customer"
        label="Who it is for"
        optional
        value={answers.idealCustomer}
        maxLength={1000}
        placeholder={examples?.ideal_customer}
        problem={problems.ideal_customer}
        onChange={(idealCustomer) => onAnswer({ idealCustomer })}
      />
    </>
  );
}

function FactsStep({ answers, onAnswer, problems, examples }: StepProps) {
  const { facts } = answers;
  return (
    <>
      {facts.map((fact, place) => (
        <AnswerField
          key={place}
          name={`facts[${place}]`}
          label={`Fact ${place + 1}`}
          hideLabel
          value={fact}
          maxLength={LINE}
          placeholder={examples?.facts[place]}
          problem={problems[`facts[${place}]`]}
          autoFocus={place === 0}
          onChange={(text) => onAnswer({ facts: facts.with(place, text) })}
        />
      ))}
      {facts.length < MOST_FACTS && (
        <Button
          tone="quiet"
          icon={<Plus aria-hidden />}
          className="-mx-3 justify-self-start px-3"
          onClick={() => onAnswer({ facts: [...facts, ''] })}
        >
          Add another fact
        </Button>
      )}
      <BlankFacts facts={facts} />
    </>
  );
}

function RivalsStep({ answers, onAnswer, problems, examples }: StepProps) {
  const { rivals } = answers;
  return (
    <>
      {rivals.map((rival, place) => (
        <fieldset key={place} className="relative grid grid-cols-1 gap-3">
          <legend className="sr-only">Competitor {place + 1}</legend>
          <div className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <AnswerField
                name={`competitors[${place}].name`}
                label={`Competitor ${place + 1}`}
                value={rival.name}
                maxLength={NAME}
                placeholder={place === 0 ? examples?.competitor : 'Their name'}
                problem={problems[`competitors[${place}].name`]}
                autoFocus={place === 0}
                onChange={(name) => onAnswer({ rivals: rivals.with(place, { ...rival, name }) })}
              />
            </div>
            {rivals.length > 1 && (
              <IconButton
                label={`Remove competitor ${place + 1}`}
                icon={<X aria-hidden />}
                className="mt-8"
                onClick={() => onAnswer({ rivals: rivals.toSpliced(place, 1) })}
              />
            )}
          </div>
          <AnswerField
            name={`competitors[${place}].say`}
            label="What you say when they bring it up"
            optional
            value={rival.say}
            maxLength={LINE}
            placeholder={place === 0 ? examples?.say : undefined}
            problem={problems[`competitors[${place}].say`]}
            rows={2}
            onChange={(say) => onAnswer({ rivals: rivals.with(place, { ...rival, say }) })}
          />
        </fieldset>
      ))}
      {rivals.length < MOST_RIVALS && (
        <Button
          tone="quiet"
          icon={<Plus aria-hidden />}
          className="-mx-3 justify-self-start px-3"
          onClick={() => onAnswer({ rivals: [...rivals, { name: '', say: '' }] })}
        >
          Add another competitor
        </Button>
      )}
    </>
  );
}
