import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { Scenario } from '../whatIf/scenario.js';

const KEY = 'parkpulse.scenarios';

function stored(): Record<string, readonly Scenario[]> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, readonly Scenario[]>;
  } catch {
    return {};
  }
}

/** What-if scenarios of each park, kept in this browser. */
export const useScenarios = defineStore('scenarios', () => {
  const all = ref(stored());

  function put(park: string, list: readonly Scenario[]): void {
    all.value = { ...all.value, [park]: list };
    try {
      localStorage.setItem(KEY, JSON.stringify(all.value));
    } catch {
      // Kept for this page only.
    }
  }

  const of = (park: string): readonly Scenario[] => all.value[park] ?? [];
  const save = (park: string, scenario: Scenario): void =>
    put(park, [scenario, ...of(park).filter(({ name }) => name !== scenario.name)]);
  const remove = (park: string, name: string): void =>
    put(
      park,
      of(park).filter((one) => one.name !== name),
    );

  return { of, save, remove };
});
