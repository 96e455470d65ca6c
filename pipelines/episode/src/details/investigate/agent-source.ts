/** How people are told that something is from the agent. */
export const AGENT_SOURCE = 'an agent';
