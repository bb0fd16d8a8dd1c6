/**
 * The benchmark's main process: starts the others, has them run round by round, and
 * judges what they measured.
 */
@NullMarked
package dev.natsboot.benchmarks.run;

import org.jspecify.annotations.NullMarked;
