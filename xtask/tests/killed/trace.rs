//! Runs a program with ptrace, and observes or fails each system call that changes files.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nix::errno::Errno;
use nix::libc::{self, user_regs_struct};
use nix::sys::ptrace::{self, Options};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// A system call that changes a file or a folder.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) kind: Kind,
    pub(crate) path: PathBuf,
    /// The target of a rename.
    pub(crate) to: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Create,
    Write,
    Sync,
    Rename,
    Remove,
    Mode,
}

/// The result of a run.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stderr: String,
}

/// Runs a command that changes files below `root`. `before` returns whether to fail a call, as on a full disk. `after`
/// is called after each call, while its thread is stopped.
pub(crate) fn run(
    command: &Command,
    root: &Path,
    mut before: impl FnMut(&Call) -> bool,
    mut after: impl FnMut(&Call),
) -> Ended {
    // The shell waits for the tracer, then executes the program.
    let mut child = Command::new("sh")
        .args(["-c", "read go; exec \"$0\" \"$@\""])
        .arg(command.get_program())
        .args(command.get_args())
        .current_dir(command.get_current_dir().unwrap())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap());
    let options = Options::PTRACE_O_TRACEEXEC
        | Options::PTRACE_O_TRACECLONE
        | Options::PTRACE_O_TRACESYSGOOD
        | Options::PTRACE_O_EXITKILL;
    ptrace::seize(pid, options).unwrap();
    child.stdin.take().unwrap().write_all(b"\n").unwrap();

    let mut is_program = false;
    // The current call of each thread, and whether it fails.
    let mut entered: BTreeMap<Pid, (Option<Call>, bool)> = BTreeMap::new();
    let main = pid;
    let code = loop {
        let mut signal = None;
        // Ignores the programs of other tests, which run on other threads.
        let status = waitpid(None, Some(WaitPidFlag::__WALL | WaitPidFlag::__WNOTHREAD)).unwrap();
        let Some(pid) = status.pid() else { continue };
        match status {
            WaitStatus::PtraceEvent(_, _, libc::PTRACE_EVENT_EXEC) => is_program = true,
            WaitStatus::PtraceSyscall(_) => match (entered.remove(&pid), alive(ptrace::getregs(pid))) {
                (_, None) => {}
                // The exit of `exec` is not a call of the program.
                (None, Some(registers)) if registers.orig_rax == libc::SYS_execve as u64 => {}
                (None, Some(mut registers)) => {
                    let call = call(pid, &registers).filter(|call| call.path.starts_with(root));
                    let fails = call.as_ref().is_some_and(&mut before);
                    if fails {
                        // An invalid number, so that the call has no effect.
                        registers.orig_rax = u64::MAX;
                        alive(ptrace::setregs(pid, registers));
                    }
                    entered.insert(pid, (call, fails));
                }
                (Some((call, fails)), Some(mut registers)) => {
                    if fails {
                        registers.rax = i64::from(-(Errno::ENOSPC as i32)).cast_unsigned();
                        alive(ptrace::setregs(pid, registers));
                    }
                    call.iter().for_each(&mut after);
                }
            },
            WaitStatus::Stopped(_, delivered) => signal = Some(delivered),
            WaitStatus::Exited(..) if pid != main => continue,
            WaitStatus::Exited(_, code) => break code,
            WaitStatus::Signaled(_, signal, _) => panic!("killed by {signal}"),
            // The start of a thread.
            WaitStatus::PtraceEvent(_, _, _) => {}
            _ => {}
        }
        alive(if is_program { ptrace::syscall(pid, signal) } else { ptrace::cont(pid, signal) });
    };
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    // Already waited for above.
    let _ = child.wait();
    Ended { code, stderr }
}

/// Returns `None` if the thread no longer exists.
fn alive<T>(result: nix::Result<T>) -> Option<T> {
    match result {
        Err(Errno::ESRCH) => None,
        result => Some(result.unwrap()),
    }
}

/// Decodes a call that changes files, with absolute paths.
fn call(pid: Pid, registers: &user_regs_struct) -> Option<Call> {
    let user_regs_struct { rdi, rsi, rdx, r10, .. } = *registers;
    let writes = |flags: u64| flags & (libc::O_WRONLY | libc::O_RDWR | libc::O_CREAT) as u64 != 0;
    let here = libc::AT_FDCWD as u64;
    let (kind, path, to) = match i64::try_from(registers.orig_rax).ok()? {
        libc::SYS_open if writes(rsi) => (Kind::Create, at(pid, here, rdi)?, None),
        libc::SYS_openat if writes(rdx) => (Kind::Create, at(pid, rdi, rsi)?, None),
        libc::SYS_write | libc::SYS_pwrite64 | libc::SYS_ftruncate => (Kind::Write, opened(pid, rdi)?, None),
        libc::SYS_fsync | libc::SYS_fdatasync => (Kind::Sync, opened(pid, rdi)?, None),
        libc::SYS_mkdir => (Kind::Create, at(pid, here, rdi)?, None),
        libc::SYS_rename => (Kind::Rename, at(pid, here, rdi)?, at(pid, here, rsi)),
        libc::SYS_renameat | libc::SYS_renameat2 => (Kind::Rename, at(pid, rdi, rsi)?, at(pid, rdx, r10)),
        libc::SYS_unlink | libc::SYS_rmdir => (Kind::Remove, at(pid, here, rdi)?, None),
        libc::SYS_unlinkat => (Kind::Remove, at(pid, rdi, rsi)?, None),
        libc::SYS_chmod => (Kind::Mode, at(pid, here, rdi)?, None),
        libc::SYS_fchmod => (Kind::Mode, opened(pid, rdi)?, None),
        _ => return None,
    };
    Some(Call { kind, path, to })
}

/// Reads a path in the program's memory. Resolves it relative to an open folder.
fn at(pid: Pid, folder: u64, address: u64) -> Option<PathBuf> {
    let mut memory = File::open(format!("/proc/{pid}/mem")).ok()?;
    memory.seek(SeekFrom::Start(address)).ok()?;
    let mut bytes = Vec::new();
    for byte in std::io::BufReader::with_capacity(256, memory).bytes() {
        match byte.ok()? {
            0 => break,
            byte => bytes.push(byte),
        }
    }
    let path = PathBuf::from(String::from_utf8(bytes).ok()?);
    // A C `int`. The upper half of the register is undefined.
    let base = match folder as i32 {
        libc::AT_FDCWD => fs::read_link(format!("/proc/{pid}/cwd")).ok()?,
        _ => opened(pid, folder)?,
    };
    Some(base.join(path))
}

/// Returns the path of a file descriptor.
fn opened(pid: Pid, descriptor: u64) -> Option<PathBuf> {
    fs::read_link(format!("/proc/{pid}/fd/{descriptor}")).ok()
}
