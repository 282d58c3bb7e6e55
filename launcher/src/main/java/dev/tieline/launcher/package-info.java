/**
 * The programs behind {@code ./tieline} that are not a node: the development broker, the model fetcher, the inference
 * client, the operator's commands, the tools for people who write policy, and the demo.
 *
 * <p>In comes a command line; out go lines for people (or JSON) and an exit code: 0 done, 1 not done and why, 2 the
 * command line is wrong; the tools for policy have codes of their own. They stand in a module of their own so that an edge node carries neither a broker nor a
 * client; the {@code tieline} script starts both kinds alike.
 */
@NullMarked
package dev.tieline.launcher;

import org.jspecify.annotations.NullMarked;
