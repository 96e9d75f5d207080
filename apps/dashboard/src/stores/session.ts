import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { loadParks, session } from '../api/calls.js';
import { ProblemError } from '../api/http.js';
import type { Park, Session } from '../api/types.js';

/** Who is signed in, and the parks they may see. */
export const useSession = defineStore('session', () => {
  const account = shallowRef<Session | null>(null);
  const parks = shallowRef<readonly Park[]>([]);
  const asked = ref(false);

  /** Asks the server once who we are; a refusal means nobody. Throws when the server is away. */
  async function ensure(): Promise<boolean> {
    if (account.value !== null) return true;
    try {
      const [who, list] = await Promise.all([session.get(), loadParks()]);
      account.value = who;
      parks.value = list.items;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      account.value = null;
    }
    asked.value = true;
    return account.value !== null;
  }

  async function signIn(username: string, password: string): Promise<void> {
    account.value = await session.signIn(username, password);
    await refreshParks();
  }

  async function signOut(): Promise<void> {
    await session.signOut();
    forget();
  }

  function forget(): void {
    account.value = null;
    parks.value = [];
  }

  async function refreshParks(): Promise<void> {
    parks.value = (await loadParks()).items;
  }

  function parkOf(id: string): Park | null {
    return parks.value.find((park) => park.id === id) ?? null;
  }

  return { account, parks, asked, ensure, signIn, signOut, forget, refreshParks, parkOf };
});
