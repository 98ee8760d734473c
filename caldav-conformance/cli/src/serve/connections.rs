//! Connections as they come, until an interruption.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use caldav_conformance::reference::Server;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;

use super::exchange;
use crate::complaint::complain;

/// Answers until somebody interrupts: what is under way then is brought to its end, within bounds.
pub(super) fn serve(
    listener: std::net::TcpListener,
    server: &Arc<Mutex<Server>>,
    quiet: bool,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::from_std(listener)?;
        let mut interruption = pin!(interruption()?);
        let connections = GracefulShutdown::new();
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(PATIENCE).keep_alive(true);
        loop {
            let next = poll_fn(|context| match interruption.as_mut().poll(context) {
                Poll::Ready(()) => Poll::Ready(None),
                Poll::Pending => listener.poll_accept(context).map(Some),
            });
            let stream = match next.await {
                None => break,
                Some(Ok((stream, _))) => stream,
                Some(Err(fault)) => {
                    // As when there are too many of them: some will end.
                    complain(fault);
                    tokio::time::sleep(BREATH).await;
                    continue;
                }
            };
            // Answers are small and somebody waits for each.
            let _ = stream.set_nodelay(true);
            let server = Arc::clone(server);
            let answer = service_fn(move |request| {
                let server = Arc::clone(&server);
                async move { Ok::<_, Infallible>(exchange::answer(request, &server, quiet).await) }
            });
            let connection = connections.watch(http.serve_connection(TokioIo::new(stream), answer));
            // A connection that breaks is the client's to notice.
            tokio::spawn(async move { drop(connection.await) });
        }
        drop(listener);
        let _ = tokio::time::timeout(PATIENCE, connections.shutdown()).await;
        Ok(())
    })
}

/// How long to wait for somebody who says nothing.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long to wait for what will be better soon.
const BREATH: Duration = Duration::from_millis(50);

/// Ends when somebody interrupts or terminates the program. From here on such a signal does not end it by itself.
#[cfg(unix)]
fn interruption() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(poll_fn(move |context| {
        let signals = [interrupt.poll_recv(context), terminate.poll_recv(context)];
        if signals.iter().any(Poll::is_ready) { Poll::Ready(()) } else { Poll::Pending }
    }))
}

/// Ends when somebody interrupts the program.
#[cfg(not(unix))]
fn interruption() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if let Err(fault) = tokio::signal::ctrl_c().await {
            complain(fault);
        }
    })
}
