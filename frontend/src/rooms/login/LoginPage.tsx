import { useMutation } from '@tanstack/react-query';
import { Eye, EyeOff } from 'lucide-react';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';

import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { IconButton } from '@/ui/IconButton';
import { Mark } from '@/ui/Mark';

import { logIn } from './loginApi';
import { useLoginTrouble } from './useLoginTrouble';

interface LoginPageProps {
  onLoggedIn: () => void;
  /** The switch between dark and light, in a corner. */
  look?: ReactNode;
}

/** The way in: one field, one button. */
export function LoginPage({ onLoggedIn, look }: LoginPageProps) {
  const [token, setToken] = useState('');
  const [shown, setShown] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const entering = useMutation({
    mutationFn: logIn,
    onSuccess: onLoggedIn,
    onError: () => field.current?.select(),
  });
  const trouble = useLoginTrouble(entering.error);
  useEffect(() => {
    document.title = 'Log in · Sales Coach';
    return () => {
      document.title = 'Sales Coach';
    };
  }, []);

  return (
    <div className="flex min-h-dvh flex-col">
      <div className="flex justify-end p-4 sm:px-6">{look}</div>
      <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center px-6 pb-[18vh]">
        <Mark className="size-11" />
        <h1 className="text-ink mt-6 text-3xl font-semibold tracking-[-0.015em]">Log in</h1>
        <p className="text-ink-soft mt-1.5 text-lg">Your calls stay between you and this server.</p>
        <form
          className="mt-8"
          onSubmit={(event) => {
            event.preventDefault();
            if (token.trim() !== '' && !trouble.waits) entering.mutate(token.trim());
          }}
        >
          <label htmlFor={id} className="text-ink mb-1.5 block text-sm font-semibold">
            Access token
          </label>
          <div className="relative">
            <input
              ref={field}
              id={id}
              type={shown ? 'text' : 'password'}
              name="password"
              autoComplete="current-password"
              autoFocus
              spellCheck={false}
              autoCapitalize="none"
              maxLength={200}
              value={token}
              onChange={(event) => setToken(event.target.value)}
              aria-invalid={trouble.text !== null}
              aria-describedby={`${id}-note`}
              className={cx(
                'bg-sheet text-ink h-12 w-full rounded-[10px] pr-12 pl-3.5 text-lg',
                trouble.text === null
                  ? 'shadow-[inset_0_0_0_1px_var(--edge)]'
                  : 'shadow-[inset_0_0_0_1.5px_var(--alarm)]',
              )}
            />
            <span className="absolute inset-y-0 right-1.5 flex items-center">
              <IconButton
                label={shown ? 'Hide the token' : 'Show the token'}
                icon={shown ? <EyeOff /> : <Eye />}
                onClick={() => setShown(!shown)}
              />
            </span>
          </div>
          <p
            id={`${id}-note`}
            role={trouble.text === null ? undefined : 'alert'}
            className={cx(
              'mt-2 min-h-6 text-base',
              trouble.text === null ? 'text-ink-faint' : 'text-alarm font-medium',
            )}
          >
            {trouble.text ?? 'The server was started with it.'}
          </p>
          <Button
            type="submit"
            tone="primary"
            size="lg"
            className="mt-5 w-full"
            busy={entering.isPending}
            disabled={token.trim() === '' || trouble.waits}
          >
            Log in
          </Button>
        </form>
      </main>
    </div>
  );
}
