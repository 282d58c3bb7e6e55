/**
 * What a browser may have from a server of ours. Such a server listens where only its own machine reaches it and asks
 * nobody who they are: a program of that machine may do what it likes, a page of somebody else that is open in a browser
 * of that machine may not. Enters: the {@link dev.tieline.devices.web.RequestHead head} of a request and the {@link
 * dev.tieline.devices.web.HostNames names} that the server goes by, one of which is the {@link dev.tieline.devices.web.MachineName machine's own}; leaves:
 * why it is refused, if it is.
 */
@NullMarked
package dev.tieline.devices.web;

import org.jspecify.annotations.NullMarked;
