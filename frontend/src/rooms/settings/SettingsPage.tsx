import { CoachingSection } from './coaching/CoachingSection';

/** What the workspace chose, one section a subject. */
export function SettingsPage() {
  return (
    <div className="mx-auto max-w-3xl px-4 pt-6 pb-20 sm:px-6 lg:pt-12">
      <h1 className="text-ink text-3xl font-semibold tracking-[-0.015em]">Settings</h1>
      <section aria-labelledby="coaching" className="mt-8">
        <h2 id="coaching" className="text-ink text-2xl font-semibold tracking-[-0.01em]">
          Coaching
        </h2>
        <p className="text-ink-soft mt-1 text-lg">
          What the coach shows you, and when it has a quiet word on how you talk.
        </p>
        <CoachingSection />
      </section>
    </div>
  );
}
