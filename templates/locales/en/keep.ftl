# What stays on the device until it has been sent.
keep-offline = There is no connection. What you wrote is kept on this device. Nothing is lost.
keep-offline-many = There is no connection. What you wrote is kept on this device. You can go on with the next one.
keep-failed = There is no connection, and this device cannot keep anything. Leave this page open until the connection is back.
keep-back = The connection is back. Press ‘Send now’.
keep-restored = You wrote this here on { $time }. It has not been sent yet.
keep-changed = Text of { $time } that was not sent is still on this device. Something has changed here since.
keep-waiting = Not sent yet: { $n }.
keep-sent = Sent: { $n }.
keep-sign-in = You are no longer signed in. What you wrote is kept on this device. Sign in again and come back to this page.
keep-send = Send now
keep-restore = Put it back
keep-drop = Throw away
keep-elsewhere = Text that was not sent is still on this device:
keep-sign-out = Text that was not sent is still on this device. If you log out, it is gone. Do you want to log out?
cookies-kept = What you write in some forms also stays on your own device until we have it. If the connection fails, you lose nothing. It is gone when you log out, and otherwise after a week.
