namespace Microsoft.Build.Framework;

/// <summary>
/// Says that a task may run beside others in one process. MSBuild looks for the name alone; the real attribute is newer than the
/// engines this task must load into, and a task that carried it would not load there at all (craft reference 2.4).
/// </summary>
/// <remarks>What it promises: no current directory, no change to the environment, no console, no state shared between instances.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
