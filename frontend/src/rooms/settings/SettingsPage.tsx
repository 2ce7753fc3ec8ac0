import { cx } from '@/ui/cx';

import { AccessSection } from './access/AccessSection';
import { BrowserSection } from './browser/BrowserSection';
import { CoachingSection } from './coaching/CoachingSection';
import { EnginesSection } from './engines/EnginesSection';
import { LimitsSection } from './limits/LimitsSection';
import { PrivacySection } from './privacy/PrivacySection';
import { SECTIONS, useSection, type Section } from './useSection';
import { WebhookSection } from './webhook/WebhookSection';

/** What the workspace chose, one section a subject, one subject in sight. */
export function SettingsPage() {
  const section = useSection();
  return (
    <div className="mx-auto max-w-6xl px-4 pt-6 pb-20 sm:px-6 lg:pt-12">
      <h1 className="text-ink text-3xl font-semibold tracking-[-0.015em]">Settings</h1>
      <div className="mt-6 gap-x-16 lg:mt-10 lg:grid lg:grid-cols-[200px_minmax(0,1fr)]">
        <nav aria-label="Settings" className="lg:sticky lg:top-10 lg:self-start">
          <ul className="-mx-3 flex flex-wrap gap-1 lg:flex-col">
            {SECTIONS.map(({ id, title }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  aria-current={id === section.id ? 'page' : undefined}
                  className={cx(
                    'block rounded-lg px-3 py-2 text-base font-medium',
                    id === section.id
                      ? 'bg-accent-soft text-accent'
                      : 'text-ink-soft hover:bg-sunken hover:text-ink',
                  )}
                >
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <section aria-labelledby="section" className="mt-8 max-w-3xl min-w-0 lg:mt-0">
          <h2 id="section" className="text-ink text-2xl font-semibold tracking-[-0.01em]">
            {section.title}
          </h2>
          <p className="text-ink-soft mt-1 text-lg">{section.intro}</p>
          <Content id={section.id} />
        </section>
      </div>
    </div>
  );
}

function Content({ id }: { id: Section['id'] }) {
  switch (id) {
    case 'coaching':
      return <CoachingSection />;
    case 'engines':
      return <EnginesSection />;
    case 'privacy':
      return <PrivacySection />;
    case 'limits':
      return <LimitsSection />;
    case 'call-end':
      return <WebhookSection />;
    case 'browser':
      return <BrowserSection />;
    case 'access':
      return <AccessSection />;
  }
}
