// Plays scenarios with the official client and says what it observed. Driven by JSON lines (../lines.mjs):
// {method: "play", params: {scenario, url, mode, path?, seed?}} is answered with the scenario's trace.
import { readdirSync } from "node:fs";
import { serve } from "../lines.mjs";
import { Play } from "./play.mjs";

const scenarios = {};
for (const file of readdirSync(new URL("./scenarios/", import.meta.url))) {
  Object.assign(scenarios, (await import(`./scenarios/${file}`)).default);
}

serve({
  async play(params, ask) {
    const scenario = scenarios[params.scenario];
    if (scenario === undefined) {
      throw new Error(`there is no scenario ${params.scenario}`);
    }

    const play = new Play(params, ask);
    try {
      await scenario(play);
      return play.trace;
    } catch (error) {
      error.trace = play.trace;
      throw error;
    } finally {
      play.close();
    }
  },
});
