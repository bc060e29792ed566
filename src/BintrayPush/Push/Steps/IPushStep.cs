namespace BintrayPush.Push.Steps;

/// <summary>A step of a push (design of a push). <see cref="PushRun"/> has the list of them.</summary>
internal interface IPushStep
{
    /// <summary>
    /// What failures and times are counted under; steps may share it. The receipt says how long it took if it has a field for that
    /// (<c>PushRun.Receipt</c>).
    /// </summary>
    string Name { get; }

    /// <summary>Whether there is anything for it to do, as things stand when its turn has come.</summary>
    bool IsDue(PushSession session);

    /// <summary>Does it. What goes wrong is reported to the session and not thrown.</summary>
    /// <exception cref="OperationCanceledException">The push was cancelled, or took too long.</exception>
    Task RunAsync(PushSession session);
}
